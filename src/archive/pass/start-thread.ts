import { bundleFile, loadBundle } from '../../bundles'

// What a thread begins with: its code lies in a bundle, or in many files.
const bundle = bundleFile('pass-thread')
if (bundle === undefined) void import('./pass-thread')
else loadBundle(bundle)

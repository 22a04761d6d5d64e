import { directoryContract } from '../test-rig/directory-contract/index.ts';
import { openPair } from '../test-rig/open-pair.ts';

directoryContract({ name: 'sqlite', open: openPair });

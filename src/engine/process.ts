import type { EngineMethods } from '../protocol/engineMethods.ts';
import { createRpc, type Port } from '../protocol/rpc.ts';
import { createEngineService } from './service.ts';
import { sweepWorkFolders } from './workFolder.ts';

/**
 * The engine process: a child that answers `EngineMethods` over its IPC channel, and ends with its parent.
 * Nothing is written to standard output.
 */
const port: Port = {
  post(message) {
    if (process.connected) process.send?.(message);
  },
  listen(receive) {
    process.on('message', receive);
    return () => process.off('message', receive);
  },
};

const service = createEngineService();
void sweepWorkFolders();
const rpc = createRpc<Record<string, never>, EngineMethods>(port, service.handlers);

/** Queries under way may take long to end; the process does not wait for them longer than this, in milliseconds. */
const patience = 2000;

process.once('disconnect', () => {
  rpc.close('The parent process is gone');
  setTimeout(() => process.exit(0), patience).unref();
  service.dispose().then(() => process.exit(0), () => process.exit(1));
});

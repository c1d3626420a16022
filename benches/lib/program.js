// What every benchmark does around its work: tidying up at any end, and saying what went wrong.
import { Mistake } from './programs.js';

/** Runs `main`, then what it has put into `cleanups`, the last first; also when it fails or is interrupted. */
export async function run(name, main, cleanups) {
  const cleanUp = async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => { await cleanUp(); process.exit(130); });
  }
  try {
    await main();
  } catch (error) {
    console.error(`${name}: ${error instanceof Mistake ? error.message : error.stack}`);
    process.exitCode = 2;
  }
  await cleanUp();
  // Idle connections of the servers would keep the process alive.
  process.exit();
}

/** How often a trial is repeated: few times in every run, `ANTEROOM_TEST_ROUNDS` times when somebody wants the full figure. */
export function rounds(usual: number): number {
  const given = Number(process.env.ANTEROOM_TEST_ROUNDS);
  return given > 0 ? given : usual;
}

/** Runs a trial so many times, with so many under way at once. */
export async function inParallel(times: number, atOnce: number, trial: (round: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < times) {
      const round = next;
      next += 1;
      await trial(round);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** How many processes race: a few in every run, `ANTEROOM_TEST_RACERS` when somebody wants the full figure. */
export function racers(usual: number): number {
  const given = Number(process.env.ANTEROOM_TEST_RACERS);
  return given > 0 ? given : usual;
}

// The numbers beside a chart.

/**
 * Round numbers from zero to at least the highest value.
 *
 * @param {number} highest zero or more
 * @param {number} [wanted] about so many steps
 * @returns {number[]}
 */
export function nice(highest, wanted = 4) {
  if (!(highest > 0)) {
    return [0, 1];
  }
  const rough = highest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * (1 - 1e-9));
  const steps = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

// Reads whole numbers that `land.letters` has written (Google's Encoded Polyline): five bits a letter,
// the lowest first; a sixth bit says that more of the number follows; the lowest bit is the sign.
export function numbersIn(letters) {
  const numbers = [];
  let value = 0, shift = 0;
  for (let at = 0; at < letters.length; at += 1) {
    const bits = letters.charCodeAt(at) - 63;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits > 31) continue;
    numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}

/** ISO/IEC 7812-1, annex B: every second digit from the right counts twice. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let index = digits.length - 1, isDoubled = false; index >= 0; index -= 1, isDoubled = !isDoubled) {
    const digit = digits.charCodeAt(index) - 48;
    sum += isDoubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
};

/** ISO 7064 MOD 97-10 as ISO 13616 applies it to an IBAN: the first four characters go to the end, letters count from 10. */
export const passesMod97 = (iban: string): boolean => {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest === 1;
};

/** DEA Office of Diversion Control: digits 1, 3, 5 and twice the digits 2, 4, 6 sum to a number that ends in the seventh. */
export const passesDea = (digits: string): boolean => {
  const [one, two, three, four, five, six, check] = [...digits].map(Number) as [number, number, number, number, number, number, number];
  return (one + three + five + 2 * (two + four + six)) % 10 === check;
};

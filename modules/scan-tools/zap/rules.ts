/** A rule of ZAP by its number (https://www.zaproxy.org/docs/alerts/). */
export type ZapRule = number;

/**
 * Rules that look at answers alone: all of the add-on pscanrules 70, which ZAP 2.17.0 brings, and 10003, vulnerable libraries of JavaScript, of its
 * add-on retire. 10116 is left out: it tells the age of ZAP.
 */
export const passiveRules: readonly ZapRule[] = [
  2, 3, 10003, 10009, 10010, 10011, 10015, 10017, 10019, 10020, 10021, 10023, 10024, 10025, 10027, 10028, 10029, 10030, 10031, 10032, 10033, 10034, 10035, 10036, 10037, 10038, 10039, 10040, 10041,
  10042, 10043, 10044, 10050, 10052, 10054, 10055, 10056, 10057, 10061, 10062, 10096, 10097, 10098, 10105, 10108, 10109, 10115, 10202, 90001, 90002, 90003, 90011, 90022, 90033,
];

/**
 * Rules that attack: all of the add-on ascanrules 78, which ZAP 2.17.0 brings, but Log4Shell (40043), which needs a host outside that is called back.
 */
export const activeRules: readonly ZapRule[] = [
  0, 6, 7, 10045, 10047, 10048, 10058, 10104, 10106, 20015, 20017, 20018, 20019, 30001, 30002, 40003, 40008, 40009, 40012, 40014, 40016, 40017, 40018, 40019, 40020, 40021, 40022, 40024, 40027, 40028,
  40029, 40032, 40034, 40035, 40042, 40044, 40045, 40048, 90017, 90019, 90020, 90021, 90023, 90024, 90034, 90035, 90036, 90037,
];

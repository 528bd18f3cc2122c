export { EventAlert, type EventAlertProps } from "./event-alert";
export type { EventPattern, Matcher, PatternFields } from "./event-pattern";

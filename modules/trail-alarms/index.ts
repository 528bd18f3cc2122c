export { DeliveryAlarms, type DeliveryAlarmsProps } from "./delivery-alarms";
export { TrailAlarms, type TrailAlarmsProps } from "./trail-alarms";
export { watchedEvents, type WatchedEvents } from "./watched-events";

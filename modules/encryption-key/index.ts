export { EncryptionKey, longestDeletionWindowDays, type EncryptionKeyProps } from "./encryption-key";
export { MacKey, type MacKeyProps } from "./mac-key";
export { type KeyGrant, type KeyHome, type TopicPublisher } from "./key-policy";

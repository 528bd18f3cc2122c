export { AlreadyExists, type Store } from "./store";
export { FolderStore } from "./folder-store";
export { S3Store } from "./s3-store";

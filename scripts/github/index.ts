export { type CommentRequest, upsertComment, type WrittenComment } from "./comment";

import type { Renderer } from "./renderer";

/** The review model itself, for other programs. */
export const renderJson: Renderer = (review) => `${JSON.stringify(review, null, 2)}\n`;

/** A name, the same in every language. */
export const PRODUCT = "DevOps AI Assistant";

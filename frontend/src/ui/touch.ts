/** Where fingers press, as far as can be known: on a screen that is touched, and on one as narrow as a phone. */
export const TOUCH = "@media (pointer: coarse), (max-width: 599.95px)";

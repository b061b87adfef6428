/** By which the search is found, for the focus: by a shortcut, and where the list has no place for it any more. */
export const SEARCH_ID = "search-conversations";

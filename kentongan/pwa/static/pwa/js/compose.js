// The page a volunteer writes on.
export {};

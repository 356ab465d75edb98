// Usage in the console: what everybody used, over time and by every dimension.

import { one } from "/ui/shared/dom.js";
import { DIMENSIONS, usageView } from "/ui/shared/usage.js";

usageView(one("#usage"), {
  home: "/admin/api/usage",
  dimensions: Object.keys(DIMENSIONS),
  empty: "Calls show up here within a second.",
});

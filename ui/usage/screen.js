// Usage: what the reader used, over time and by key, model and backend profile.

import { one } from "/ui/shared/dom.js";
import { usageView } from "/ui/shared/usage.js";

usageView(one("#usage"), {
  home: "/api/usage",
  dimensions: ["model", "key", "backend_profile", "backend", "operation", "status"],
  empty: "Calls with your keys show up here within a second.",
});

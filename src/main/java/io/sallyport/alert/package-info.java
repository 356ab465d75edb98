/// Warnings by mail and webhook: about limits that fill up and backends that do badly.
///
/// May import: floors below, limit, usage.
/// Read first: BudgetAlerts, then Alerts.
@NullMarked
package io.sallyport.alert;

import org.jspecify.annotations.NullMarked;

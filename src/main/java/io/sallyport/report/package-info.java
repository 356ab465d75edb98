/// Reports of usage for operators, members of tenants and people, as JSON and as CSV.
///
/// May import: floors below.
/// Read first: UsageReportRoutes.
@NullMarked
package io.sallyport.report;

import org.jspecify.annotations.NullMarked;

/// Rates, parallel calls, quotas and budgets: whether a call may go, and what it leaves for the next.
@NullMarked
package io.sallyport.limit;

import org.jspecify.annotations.NullMarked;

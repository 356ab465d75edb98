/// What backends keep for tenants, and whose it is.
///
/// May import: floors below, tenant.
/// Read first: Deposits.
@NullMarked
package io.sallyport.deposit;

import org.jspecify.annotations.NullMarked;

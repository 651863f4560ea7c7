/** Review of contract changes: finds what breaks, and for whom. */
@NullMarked
package io.syncjobs.contract.review;

import org.jspecify.annotations.NullMarked;

/** What a change of the contract breaks, and for whom. */
@NullMarked
package io.syncjobs.contract.review;

import org.jspecify.annotations.NullMarked;

/**
 * Makes the contract that is packaged, served and generated from, out of the one that is written. The written file says each
 * thing once; this adds what follows from it: the second root, and the lists that OpenAPI and generators want of values.
 */
@NullMarked
package io.syncjobs.contract.packaging;

import org.jspecify.annotations.NullMarked;

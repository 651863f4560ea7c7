/**
 * Packaging of the contract. The written file says each thing once; the packaged one, which is served and from which code is
 * generated, also has what follows from that: the second root, and the lists of values that OpenAPI and generators need.
 */
@NullMarked
package io.syncjobs.contract.packaging;

import org.jspecify.annotations.NullMarked;

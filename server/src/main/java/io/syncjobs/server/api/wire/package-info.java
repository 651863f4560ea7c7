/** Features' records as the contract's models, and the other way round. */
@NullMarked
package io.syncjobs.server.api.wire;

import org.jspecify.annotations.NullMarked;

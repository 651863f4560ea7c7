/** Development mode: tokens from the server itself, for a first try without an issuer. */
@NullMarked
package io.syncjobs.server.development;

import org.jspecify.annotations.NullMarked;

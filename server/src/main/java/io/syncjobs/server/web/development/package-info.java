/** Development mode: the server issues tokens itself, for a first try without an issuer. */
@NullMarked
package io.syncjobs.server.web.development;

import org.jspecify.annotations.NullMarked;

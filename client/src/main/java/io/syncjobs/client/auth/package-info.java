/** Sources of bearer tokens. */
@NullMarked
package io.syncjobs.client.auth;

import org.jspecify.annotations.NullMarked;

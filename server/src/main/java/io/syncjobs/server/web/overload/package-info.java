/** Protection against overload: rates of transfer, admission and rate limits. */
@NullMarked
package io.syncjobs.server.web.overload;

import org.jspecify.annotations.NullMarked;

/** Messages to webhooks about the end of cycles. */
@NullMarked
package io.syncjobs.server.engine.webhook;

import org.jspecify.annotations.NullMarked;

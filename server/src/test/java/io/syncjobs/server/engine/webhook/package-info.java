/** Tests of messages to webhooks. */
@NullMarked
package io.syncjobs.server.engine.webhook;

import org.jspecify.annotations.NullMarked;

/** First steps of every request: its ids, and its address in one form. */
@NullMarked
package io.syncjobs.server.web.address;

import org.jspecify.annotations.NullMarked;

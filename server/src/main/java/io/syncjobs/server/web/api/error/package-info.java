/** Answers to what goes wrong, wherever it goes wrong, in one shape. */
@NullMarked
package io.syncjobs.server.web.api.error;

import org.jspecify.annotations.NullMarked;

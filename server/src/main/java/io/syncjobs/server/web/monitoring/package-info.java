/** Health, metrics and traces for operators. */
@NullMarked
package io.syncjobs.server.web.monitoring;

import org.jspecify.annotations.NullMarked;

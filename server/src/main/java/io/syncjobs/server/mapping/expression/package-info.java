/** Parser and evaluation of the expressions in attribute mappings, and scoping filters. */
@NullMarked
package io.syncjobs.server.mapping.expression;

import org.jspecify.annotations.NullMarked;

/** What travels, by the contract's names. Generated from the contract. */
@NullMarked
package io.syncjobs.client.model;

import org.jspecify.annotations.NullMarked;

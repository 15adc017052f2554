package com.example.chat;

/** Calls its tools in parallel. */
interface Planner {

    String plan(String question);
}

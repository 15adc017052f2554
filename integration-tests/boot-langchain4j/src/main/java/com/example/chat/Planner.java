package com.example.chat;

/** Calls its tools at the same time. */
interface Planner {

    String plan(String question);
}

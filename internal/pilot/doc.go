// Package pilot is the switch of pilots: in which place and trade which rule stands in for the general one. 试点开关。
//
// A pilot has a scope, one thing it switches, a basis, a first and a last day. One person proposes it and another approves it before it
// begins. Whether it is on is a question to the calendar: at the midnight after its last day it is off with nothing running. The same
// thing in an overlapping scope again is a prolongation, and is refused until the evaluation of the first is published; that carries
// numbers before and during the pilot, counted by the platform.
//
// What can be switched is what asks here: the class table of a draw, and the ratios a plan begins with. Neither restricts any right.
//
// 试点有范围、开关对象、依据和起止日期，由一人提出、另一人在开始前批准；是否生效由日历推得，末日午夜自行失效。同一对象、范围重叠的再次试点视为延期，
// 须先公布评估；评估附平台统计的前后数字。可以切换的只有抽查所用分级表和计划的默认比例，均不限制权利。
//
// Instruments: 琼府办〔2021〕4号（二十九）. Serves F29-1.
//
// Owns: pilots, evaluations. Does not own: what asks (inspection), tables and terms (law), what is counted (visit).
package pilot

// Package scene is the library of scenes: where credit supervision changed something, with the numbers before and after. 应用场景库。
//
// A scene says which article it carries out, what changed, how it was measured, over which days before and after, and gives every number with
// both sides and the query or document it comes from; without them it is refused: a scene is no news item. Where it is a pilot that was
// evaluated, periods and numbers are those of the evaluation and are not typed. One person enters it and another confirms it before it is
// public. It can be withdrawn for a reason, and stays readable as withdrawn.
//
// 场景写明对应条款、改了什么、怎样衡量、前后两段时期，每个数字都有前后两值和来源；缺一不收。属于已评估试点的，时期和数字取自评估，不得手填。
// 一人录入、另一人确认后公开；可以说明理由撤回，撤回后仍可查阅。
//
// Instruments: 琼府办〔2021〕4号（二十九）. Serves F29-2.
//
// Owns: scenes. Does not own: pilots and what is counted of them (pilot), articles (law).
package scene

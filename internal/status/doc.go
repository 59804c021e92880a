// Package status tells how the platform stands, and lets its operator say so. 运行状态与公告。
//
// One page answers the questions of three in the morning: is the database there, does the ledger follow, does the index
// follow the ledger, when was the last anchor left outside, how full is the disk (GB/T 22239-2019, 安全运维管理). What is
// measured belongs to other areas and is handed in as gauges while wiring; this area only asks them all and says which do
// not answer. A notice is a line on every page of the portal and the workbench, in both languages, from an instant until an
// instant: it begins and ends by its times, no job is needed.
//
// What anybody may know is measured, not claimed (F21-4): a round asks every service once a minute and sets a bit; a minute without a bit
// is down, because the program that asks was not there. Sources and consumers are counted by a round from their own areas.
//
// 可用性以实测为准：每分钟逐项询问并置位；没有置位的分钟即为不可用。来源与接收单位的时延由定时工作清点。
//
// Owns: notices, measured minutes, counted feeds, the figures of the database itself. Does not own: what is measured, alarms, deployment (docs/ops.md).
package status

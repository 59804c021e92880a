// Package remote is supervision from afar: declared devices and online checks, and what they report. 非现场监管事件。
//
// A body declares a device or an online check with its basis, the matter of the list of inspections it serves, what it may measure and
// until when; what is not declared is not taken in. An event is kept with the hash of its evidence. The firm reads it from the same moment, and
// may explain or object. An event does nothing by itself: an inspector dismisses it with a reason, or makes a visit of it (visit, from afar or
// on site), which is approved by another, notified, recorded, signed, served and published like any other, with the same rights of
// the firm, and counts in the same numbers of visits. If the firm objected, the visit says why it is made all the same.
//
// 设备和在线核查须先登记依据、事项、可测内容和期限；事件附证据摘要，企业同时看到，可以说明或者提出异议；事件本身不产生任何后果，须由检查人员
// 写明理由予以排除，或者据以提出检查：审批、通知、记录、签署、送达、公示和企业权利与其他检查相同，计入同一检查频次。
//
// Instruments: 琼府办〔2021〕4号（二十三）. Serves F23-3, G9.
//
// Owns: devices, events, what the firm says to them. Does not own: visits (visit), matters and numbers of visits (inspection), evidence.
package remote
